-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.fold_name(name text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE STRICT
 SET search_path TO 'public', 'pg_temp'
AS $function$
SELECT NULLIF(replace(replace(translate(regexp_replace(replace(replace(replace(lower(translate(
                                        regexp_replace(normalize(name, NFKD), '[\u0300-\u036f\u0483-\u0487\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]', '', 'g'), 'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɡƒǀ∣ԁԍӏӀѵѡՕօՍսՏոհцԀᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᏃꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴⲀⲂⲈⲎⲒⲔⲘⲚⲞⲢⲤⲦⲨⲬⲁⲟⲣⲥⲭ𞤀𞤁𞤂𞤃𞤄𞤅𞤆𞤇𞤈𞤉𞤊𞤋𞤌𞤍𞤎𞤏𞤐𞤑𞤒𞤓𞤔𞤕𞤖𞤗𞤘𞤙𞤚𞤛𞤜𞤝𞤞𞤟𞤠𞤡АВЕЅІЈКМНОРСТУХԚԜҺавеѕіјкмнорстухԛԝһБГДЖЗИЛПФЦЧШЩЪЫЬЭЮЯΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεικνορτυχΓΔΘΛΞΠΣΦΨΩƐɛƆɔƝɲŊŋƁɓƊɗƘƙƳƴØøŁłĐđĦħŦŧƖɩıɑƗɨŒÆẞ01‐‒–—―−⁃’‘ʼʻʹ′«»“”·•', 'abcdefghijklmnoprstuvwyzgflldgllvwoouusnhцdabcdeghjklmprstvwzbpdtgkjczfmnlsrvhwxyaeiouabehikmnopctyxaopcx𞤢𞤣𞤤𞤥𞤦𞤧𞤨𞤩𞤪𞤫𞤬𞤭𞤮𞤯𞤰𞤱𞤲𞤳𞤴𞤵𞤶𞤷𞤸𞤹𞤺𞤻𞤼𞤽𞤾𞤿𞥀𞥁𞥂𞥃abesijkmhopctyxqwhabesijkmhopctyxqwhбгджзилпфцчшщъыьэюяabezhikmnoptyxabeikvoptuxγδθλξπσφψωeeoonnnnbbddkkyyoollddhhttiiiaiiœæßol-------------------'
                                    ) COLLATE "C"), 'ß', 'ss'), 'œ', 'oe'), 'æ', 'ae'),
                    '[[:space:][:punct:]]', '', 'g'), 'i', 'l'), 'rn', 'm'), 'vv', 'w'), '')
$function$;

-- May be called by: its owner alone.
