-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.codes_of_tip(checked tip)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
    RETURN (checked.channel = ANY ('{watch_committee,hotline,self_report,relative_or_neighbour,traditional_or_religious_authority,patrol,border_control,labour_inspection,health_facility,school,ngo_outreach,consulate,foreign_authority,online,media,other,unknown}'::text[]))
    AND (checked.children_seen = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.dismissal_reason = ANY ('{no_sign_found,place_not_found,too_vague,other_need_referred,unsafe_to_check,already_known,outside_territory}'::text[]))
    AND (checked.immediate_danger = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.languages <@ '{fra,bam,bmq,bze,boz,bzx,dts,ffm,mey,myk,mwk,mlq,snk,ses,khq,shz,taq,kao,ara,eng,dyu,bin,ewe,fon,hau,ibo,mos,sus,yor,fuf,wol,pcm,bog,other}'::text[])
    AND (checked.people_seen_precision = ANY ('{exact,estimated}'::text[]))
    AND (checked.place_country = ANY ('{AD,AE,AF,AG,AI,AL,AM,AO,AQ,AR,AS,AT,AU,AW,AX,AZ,BA,BB,BD,BE,BF,BG,BH,BI,BJ,BL,BM,BN,BO,BQ,BR,BS,BT,BV,BW,BY,BZ,CA,CC,CD,CF,CG,CH,CI,CK,CL,CM,CN,CO,CR,CU,CV,CW,CX,CY,CZ,DE,DJ,DK,DM,DO,DZ,EC,EE,EG,EH,ER,ES,ET,FI,FJ,FK,FM,FO,FR,GA,GB,GD,GE,GF,GG,GH,GI,GL,GM,GN,GP,GQ,GR,GS,GT,GU,GW,GY,HK,HM,HN,HR,HT,HU,ID,IE,IL,IM,IN,IO,IQ,IR,IS,IT,JE,JM,JO,JP,KE,KG,KH,KI,KM,KN,KP,KR,KW,KY,KZ,LA,LB,LC,LI,LK,LR,LS,LT,LU,LV,LY,MA,MC,MD,ME,MF,MG,MH,MK,ML,MM,MN,MO,MP,MQ,MR,MS,MT,MU,MV,MW,MX,MY,MZ,NA,NC,NE,NF,NG,NI,NL,NO,NP,NR,NU,NZ,OM,PA,PE,PF,PG,PH,PK,PL,PM,PN,PR,PS,PT,PW,PY,QA,RE,RO,RS,RU,RW,SA,SB,SC,SD,SE,SG,SH,SI,SJ,SK,SL,SM,SN,SO,SR,SS,ST,SV,SX,SY,SZ,TC,TD,TF,TG,TH,TJ,TK,TL,TM,TN,TO,TR,TT,TV,TW,TZ,UA,UG,UM,US,UY,UZ,VA,VC,VE,VG,VI,VN,VU,WF,WS,YE,YT,ZA,ZM,ZW}'::text[]))
    AND (checked.place_country_known = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.place_region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.place_setting = ANY ('{gold_site,salt_mine,farm,pasture,fishing_site,private_home,quranic_school,street_market,bar_hotel,workshop_factory,construction_site,road_vehicle,border_post,village_of_masters,armed_group_area,displacement_site,detention,online,other,unknown}'::text[]))
    AND (checked.reporter_feedback = ANY ('{being_looked_at,acted_on,no_sign_found,not_possible,passed_on}'::text[]))
    AND (checked.return_reason = ANY ('{out_of_area,conflict_of_interest,no_means}'::text[]))
    AND (checked.signs <@ '{locked_or_guarded,children_at_work,children_begging_for_adult,violence_seen,threats_heard,papers_kept,no_pay,group_transport,night_movement,prostitution_imposed,child_sold_or_pledged,child_marriage_arranged,treated_as_slave_by_birth,expelled_for_refusal,armed_men,job_offer_abroad,missing_person,injuries,online_images,other}'::text[])
    AND (checked.source_at_risk = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.source_relation = ANY ('{witness,neighbour,relative,colleague,official,former_victim,person_concerned,other,unknown}'::text[]))
    AND (checked.status = ANY ('{received,assigned,linked,dismissed,duplicate,entered_in_error}'::text[]))
    AND (checked.still_going_on = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.suspected_forms <@ '{EXPLOITATION_SEXUELLE_PROSTITUTION,EXPLOITATION_SEXUELLE_AUTRE,TRAVAIL_FORCE_ORPAILLAGE,TRAVAIL_FORCE_AGRICULTURE,TRAVAIL_FORCE_AUTRE,SERVITUDE_DOMESTIQUE,TRAVAIL_ENFANTS_EXPLOITATION,MENDICITE_FORCEE,MENDICITE_FORCEE_TALIBE,ESCLAVAGE_ASCENDANCE,ESCLAVAGE_AUTRE,SERVAGE,SERVITUDE_DETTES,PLACEMENT,MARIAGE_FORCE,ENFANT_SOLDAT,CRIMINALITE_FORCEE,PRELEVEMENT_ORGANES,ADOPTION_VENTE_ENFANT,GPA_FORCEE,AUTRE,INCONNU}'::text[])
    AND (checked.urgency = ANY ('{emergency,urgent,routine}'::text[]));
END
$function$;

-- May be called by: referral_app.
