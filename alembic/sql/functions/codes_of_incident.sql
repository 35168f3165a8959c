-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.codes_of_incident(checked incident)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
    RETURN (checked.detection_method = ANY ('{tip,patrol_or_raid,border_control,labour_inspection,self_report,hotline,health_contact,school_contact,ngo_or_shelter,detention_screening,return_from_abroad,online_investigation,other_case,other,unknown}'::text[]))
    AND (checked.movement_scope = ANY ('{within_locality,within_country,cross_border,unknown}'::text[]))
    AND (checked.organised_group = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.place_country = ANY ('{AD,AE,AF,AG,AI,AL,AM,AO,AQ,AR,AS,AT,AU,AW,AX,AZ,BA,BB,BD,BE,BF,BG,BH,BI,BJ,BL,BM,BN,BO,BQ,BR,BS,BT,BV,BW,BY,BZ,CA,CC,CD,CF,CG,CH,CI,CK,CL,CM,CN,CO,CR,CU,CV,CW,CX,CY,CZ,DE,DJ,DK,DM,DO,DZ,EC,EE,EG,EH,ER,ES,ET,FI,FJ,FK,FM,FO,FR,GA,GB,GD,GE,GF,GG,GH,GI,GL,GM,GN,GP,GQ,GR,GS,GT,GU,GW,GY,HK,HM,HN,HR,HT,HU,ID,IE,IL,IM,IN,IO,IQ,IR,IS,IT,JE,JM,JO,JP,KE,KG,KH,KI,KM,KN,KP,KR,KW,KY,KZ,LA,LB,LC,LI,LK,LR,LS,LT,LU,LV,LY,MA,MC,MD,ME,MF,MG,MH,MK,ML,MM,MN,MO,MP,MQ,MR,MS,MT,MU,MV,MW,MX,MY,MZ,NA,NC,NE,NF,NG,NI,NL,NO,NP,NR,NU,NZ,OM,PA,PE,PF,PG,PH,PK,PL,PM,PN,PR,PS,PT,PW,PY,QA,RE,RO,RS,RU,RW,SA,SB,SC,SD,SE,SG,SH,SI,SJ,SK,SL,SM,SN,SO,SR,SS,ST,SV,SX,SY,SZ,TC,TD,TF,TG,TH,TJ,TK,TL,TM,TN,TO,TR,TT,TV,TW,TZ,UA,UG,UM,US,UY,UZ,VA,VC,VE,VG,VI,VN,VU,WF,WS,YE,YT,ZA,ZM,ZW}'::text[]))
    AND (checked.place_country_known = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.place_region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.place_setting = ANY ('{gold_site,salt_mine,farm,pasture,fishing_site,private_home,quranic_school,street_market,bar_hotel,workshop_factory,construction_site,road_vehicle,border_post,village_of_masters,armed_group_area,displacement_site,detention,online,other,unknown}'::text[]))
    AND (checked.status = ANY ('{open,closed,merged,entered_in_error}'::text[]))
    AND (checked.still_going_on = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.suspected_forms <@ '{EXPLOITATION_SEXUELLE_PROSTITUTION,EXPLOITATION_SEXUELLE_AUTRE,TRAVAIL_FORCE_ORPAILLAGE,TRAVAIL_FORCE_AGRICULTURE,TRAVAIL_FORCE_AUTRE,SERVITUDE_DOMESTIQUE,TRAVAIL_ENFANTS_EXPLOITATION,MENDICITE_FORCEE,MENDICITE_FORCEE_TALIBE,ESCLAVAGE_ASCENDANCE,ESCLAVAGE_AUTRE,SERVAGE,SERVITUDE_DETTES,PLACEMENT,MARIAGE_FORCE,ENFANT_SOLDAT,CRIMINALITE_FORCEE,PRELEVEMENT_ORGANES,ADOPTION_VENTE_ENFANT,GPA_FORCEE,AUTRE,INCONNU}'::text[]);
END
$function$;

-- May be called by: referral_app.
