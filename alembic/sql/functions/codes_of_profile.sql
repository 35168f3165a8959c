-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.codes_of_profile(checked profile)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
    RETURN (checked.age_at_registration_precision = ANY ('{exact,estimated}'::text[]))
    AND (checked.age_basis = ANY ('{document,declared,declared_by_family,estimated,assessed,unknown}'::text[]))
    AND (checked.birth_country = ANY ('{AD,AE,AF,AG,AI,AL,AM,AO,AQ,AR,AS,AT,AU,AW,AX,AZ,BA,BB,BD,BE,BF,BG,BH,BI,BJ,BL,BM,BN,BO,BQ,BR,BS,BT,BV,BW,BY,BZ,CA,CC,CD,CF,CG,CH,CI,CK,CL,CM,CN,CO,CR,CU,CV,CW,CX,CY,CZ,DE,DJ,DK,DM,DO,DZ,EC,EE,EG,EH,ER,ES,ET,FI,FJ,FK,FM,FO,FR,GA,GB,GD,GE,GF,GG,GH,GI,GL,GM,GN,GP,GQ,GR,GS,GT,GU,GW,GY,HK,HM,HN,HR,HT,HU,ID,IE,IL,IM,IN,IO,IQ,IR,IS,IT,JE,JM,JO,JP,KE,KG,KH,KI,KM,KN,KP,KR,KW,KY,KZ,LA,LB,LC,LI,LK,LR,LS,LT,LU,LV,LY,MA,MC,MD,ME,MF,MG,MH,MK,ML,MM,MN,MO,MP,MQ,MR,MS,MT,MU,MV,MW,MX,MY,MZ,NA,NC,NE,NF,NG,NI,NL,NO,NP,NR,NU,NZ,OM,PA,PE,PF,PG,PH,PK,PL,PM,PN,PR,PS,PT,PW,PY,QA,RE,RO,RS,RU,RW,SA,SB,SC,SD,SE,SG,SH,SI,SJ,SK,SL,SM,SN,SO,SR,SS,ST,SV,SX,SY,SZ,TC,TD,TF,TG,TH,TJ,TK,TL,TM,TN,TO,TR,TT,TV,TW,TZ,UA,UG,UM,US,UY,UZ,VA,VC,VE,VG,VI,VN,VU,WF,WS,YE,YT,ZA,ZM,ZW}'::text[]))
    AND (checked.birth_registered = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.difficulty_any = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.displacement_causes <@ '{not_displaced,conflict,community_violence,servile_status_refused,drought,flood,other_climate,eviction,other,unknown,not_asked}'::text[])
    AND (checked.documents_held <@ '{birth_certificate,supplementary_judgment,national_id,nina,family_booklet,passport,consular_card,refugee_card,residence_permit,other,none,unknown,not_asked}'::text[])
    AND (checked.education_level = ANY ('{none,quranic,preschool,fundamental_1,fundamental_2,medersa,secondary,vocational,short_tertiary,bachelor,master,doctorate,literacy_course,unknown,not_asked}'::text[]))
    AND (checked.employment_before = ANY ('{none_child,unpaid_family_work,own_account,employee,casual,apprentice,student,unemployed,other,unknown,not_asked}'::text[]))
    AND (checked.first_union_before_18 = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.income_level = ANY ('{none,below_minimum,about_minimum,above_minimum,unknown,not_asked}'::text[]))
    AND (checked.marital_status = ANY ('{single,married_civil,married_religious_customary,cohabiting,widowed,divorced,separated,unknown,not_asked}'::text[]))
    AND (checked.migration_statuses <@ '{none,internally_displaced,refugee,asylum_seeker,complementary_protection,labour_migrant,student,family_migrant,visitor,stranded,deportee,returnee,ecowas_free_movement,unknown,not_asked}'::text[])
    AND (checked.reads_and_writes = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.residence_kind = ANY ('{urban,rural,nomadic,mining_site,displacement_site,street,institution,unknown,not_asked}'::text[]))
    AND (checked.wg_communicating = ANY ('{none,some,a_lot,cannot,unknown,not_asked}'::text[]))
    AND (checked.wg_hearing = ANY ('{none,some,a_lot,cannot,unknown,not_asked}'::text[]))
    AND (checked.wg_remembering = ANY ('{none,some,a_lot,cannot,unknown,not_asked}'::text[]))
    AND (checked.wg_seeing = ANY ('{none,some,a_lot,cannot,unknown,not_asked}'::text[]))
    AND (checked.wg_self_care = ANY ('{none,some,a_lot,cannot,unknown,not_asked}'::text[]))
    AND (checked.wg_walking = ANY ('{none,some,a_lot,cannot,unknown,not_asked}'::text[]));
END
$function$;

-- May be called by: referral_app.
