-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.fold_name(name text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE STRICT
 SET search_path TO 'public', 'pg_temp'
AS $function$
SELECT btrim(regexp_replace(replace(replace(replace(lower(translate(
                            regexp_replace(normalize(name, NFKD), '[\u0300-\u036f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]', '', 'g'), 'АВЕЅІЈКМНОРСТУХԚԜҺавеѕіјкмнорстухԛԝһБГДЖЗИЛПФЦЧШЩЪЫЬЭЮЯΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεικνορτυχΓΔΘΛΞΠΣΦΨΩƐɛƆɔƝɲŊŋƁɓƊɗƘƙƳƴØøŁłĐđĦħŦŧƖɩıɑƗɨŒÆẞ01‐‑‒–—―−⁃’‘ʼʻ`ʹ′', 'abesijkmhopctyxqwhabesijkmhopctyxqwhбгджзилпфцчшщъыьэюяabezhikmnoptyxabeikvoptuxγδθλξπσφψωeeoonnnnbbddkkyyoollddhhttiiiaiiœæßol--------'''''''''''''''
                        ) COLLATE "C"), 'ß', 'ss'), 'œ', 'oe'), 'æ', 'ae'), '[[:space:]]+', ' ', 'g'))
$function$;

-- May be called by: its owner alone.
