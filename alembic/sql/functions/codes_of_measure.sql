-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.codes_of_measure(checked measure)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
    RETURN (checked.answer = ANY ('{awaited,released,proceedings_dropped,sentence_lifted,maintained,no_answer}'::text[]))
    AND (checked.asked_by = ANY ('{person,guardian,counsel,custodian,authority}'::text[]))
    AND (checked.care_arrangement = ANY ('{parents,step_parent,adult_sibling,kinship,customary_carer,foster_family,residential,kafala,independent,child_headed,unrelated_adult,none,other}'::text[]))
    AND (checked.carer_check = ANY ('{not_done,no_concern,concern,involved}'::text[]))
    AND (checked.escort = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.family_check = ANY ('{not_done,no_concern,concern,involved}'::text[]))
    AND (checked.kind = ANY ('{recovery_period,emergency_shelter,safety_measure,guardian_appointment,stay_permit,voluntary_return,family_reunification,child_placement,non_punishment_notice,witness_protection}'::text[]))
    AND (checked.outcome = ANY ('{carried_out,partly,person_changed_mind,not_possible,replaced,expired}'::text[]))
    AND (checked.permit_kind = ANY ('{recovery,humanitarian,proceedings,asylum_referral,regional_agreement,other}'::text[]))
    AND (checked.person_wants_it = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.place_country = ANY ('{AD,AE,AF,AG,AI,AL,AM,AO,AQ,AR,AS,AT,AU,AW,AX,AZ,BA,BB,BD,BE,BF,BG,BH,BI,BJ,BL,BM,BN,BO,BQ,BR,BS,BT,BV,BW,BY,BZ,CA,CC,CD,CF,CG,CH,CI,CK,CL,CM,CN,CO,CR,CU,CV,CW,CX,CY,CZ,DE,DJ,DK,DM,DO,DZ,EC,EE,EG,EH,ER,ES,ET,FI,FJ,FK,FM,FO,FR,GA,GB,GD,GE,GF,GG,GH,GI,GL,GM,GN,GP,GQ,GR,GS,GT,GU,GW,GY,HK,HM,HN,HR,HT,HU,ID,IE,IL,IM,IN,IO,IQ,IR,IS,IT,JE,JM,JO,JP,KE,KG,KH,KI,KM,KN,KP,KR,KW,KY,KZ,LA,LB,LC,LI,LK,LR,LS,LT,LU,LV,LY,MA,MC,MD,ME,MF,MG,MH,MK,ML,MM,MN,MO,MP,MQ,MR,MS,MT,MU,MV,MW,MX,MY,MZ,NA,NC,NE,NF,NG,NI,NL,NO,NP,NR,NU,NZ,OM,PA,PE,PF,PG,PH,PK,PL,PM,PN,PR,PS,PT,PW,PY,QA,RE,RO,RS,RU,RW,SA,SB,SC,SD,SE,SG,SH,SI,SJ,SK,SL,SM,SN,SO,SR,SS,ST,SV,SX,SY,SZ,TC,TD,TF,TG,TH,TJ,TK,TL,TM,TN,TO,TR,TT,TV,TW,TZ,UA,UG,UM,US,UY,UZ,VA,VC,VE,VG,VI,VN,VU,WF,WS,YE,YT,ZA,ZM,ZW}'::text[]))
    AND (checked.place_country_known = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.place_region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.place_setting = ANY ('{gold_site,salt_mine,farm,pasture,fishing_site,private_home,quranic_school,street_market,bar_hotel,workshop_factory,construction_site,road_vehicle,border_post,village_of_masters,armed_group_area,displacement_site,detention,online,other,unknown}'::text[]))
    AND (checked.relative_kind = ANY ('{mother,father,sibling,grandparent,aunt_or_uncle,spouse,child,other_relative,guardian}'::text[]))
    AND (checked.return_kind = ANY ('{within_mali,to_mali,abroad}'::text[]))
    AND (checked.safety_measures <@ '{relocation,address_secrecy,escort,police_patrol,no_contact_order,phone_change,route_change,school_or_work_change,family_safety,other}'::text[])
    AND (checked.section = ANY ('{identity,exploitation,protection,health,justice,participation,background}'::text[]))
    AND (checked.status = ANY ('{proposed,granted,rejected,in_force,ended,revoked,withdrawn,entered_in_error}'::text[]))
    AND (checked.told_in = ANY ('{fra,bam,bmq,bze,boz,bzx,dts,ffm,mey,myk,mwk,mlq,snk,ses,khq,shz,taq,kao,ara,eng,dyu,bin,ewe,fon,hau,ibo,mos,sus,yor,fuf,wol,pcm,bog,other}'::text[]))
    AND (checked.travel_document = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.witness_protections <@ '{screen,closed_session,anonymity,video_link,voice_change,support_person,separate_waiting,escort,name_withheld,relocation}'::text[]);
END
$function$;

-- May be called by: referral_app.
