"""Hold every coded column to its list."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# table, constraint, condition
CODES = [
    (
        "audit_event",
        "ck_audit_event_outcome_code",
        "outcome IN ('allowed', 'refused', 'failed')",
    ),
    (
        "organisation",
        "ck_organisation_type_code",
        "type IN ('police', 'gendarmerie', 'border_service', 'prosecutor', 'court', 'ngo', 'shelter', 'health', 'legal_aid', 'child_protection', 'social_service', 'labour_inspection', 'state_service', 'coordination', 'international', 'oversight')",
    ),
    (
        "organisation",
        "ck_organisation_htcds_type_code",
        "htcds_type IN ('NGO', 'LawEnforcement', 'HealthServiceOrganisation', 'CentralGovernmentOrganisation', 'LocalGovernmentOrganisation', 'ImmigrationService', 'LegalService', 'CorporateBusiness', 'SchoolOrCollege')",
    ),
    (
        "organisation",
        "ck_organisation_regions_codes",
        "regions <@ ARRAY['BAMAKO', 'KAYES', 'KOULIKORO', 'SIKASSO', 'SEGOU', 'MOPTI', 'TOMBOUCTOU', 'GAO', 'KIDAL', 'MENAKA', 'TAOUDENIT', 'BOUGOUNI', 'DIOILA', 'NIORO', 'KOUTIALA', 'KITA', 'NARA', 'BANDIAGARA', 'SAN', 'DOUENTZA']",
    ),
    (
        "organisation",
        "ck_organisation_languages_codes",
        "languages <@ ARRAY['fra', 'bam', 'bmq', 'bze', 'boz', 'bzx', 'dts', 'ffm', 'mey', 'myk', 'mwk', 'mlq', 'snk', 'ses', 'khq', 'shz', 'taq', 'kao', 'ara', 'eng', 'dyu', 'bin', 'ewe', 'fon', 'hau', 'ibo', 'mos', 'sus', 'yor']",
    ),
    (
        "agent",
        "ck_agent_roles_codes",
        "roles <@ ARRAY['administrator', 'auditor', 'case_worker', 'coordinator', 'first_responder', 'identification_authority', 'intake_officer', 'investigator', 'magistrate', 'partner_system', 'supervisor']",
    ),
    (
        "case",
        "ck_case_status_code",
        "status IN ('reported', 'screening', 'presumed', 'identified', 'not_identified', 'under_review', 'not_presumed', 'no_follow_up')",
    ),
    (
        "case",
        "ck_case_state_code",
        "state IN ('open', 'closed')",
    ),
    (
        "case",
        "ck_case_sex_code",
        "sex IN ('female', 'male', 'unknown')",
    ),
    (
        "case",
        "ck_case_age_band_code",
        "age_band IN ('under_6', '6_11', '12_14', '15_17', '18_24', '25_59', '60_plus', 'unknown')",
    ),
    (
        "case",
        "ck_case_region_code",
        "region IN ('BAMAKO', 'KAYES', 'KOULIKORO', 'SIKASSO', 'SEGOU', 'MOPTI', 'TOMBOUCTOU', 'GAO', 'KIDAL', 'MENAKA', 'TAOUDENIT', 'BOUGOUNI', 'DIOILA', 'NIORO', 'KOUTIALA', 'KITA', 'NARA', 'BANDIAGARA', 'SAN', 'DOUENTZA')",
    ),
    (
        "case",
        "ck_case_languages_codes",
        "languages <@ ARRAY['fra', 'bam', 'bmq', 'bze', 'boz', 'bzx', 'dts', 'ffm', 'mey', 'myk', 'mwk', 'mlq', 'snk', 'ses', 'khq', 'shz', 'taq', 'kao', 'ara', 'eng', 'dyu', 'bin', 'ewe', 'fon', 'hau', 'ibo', 'mos', 'sus', 'yor']",
    ),
    (
        "case",
        "ck_case_risk_flags_codes",
        "risk_flags <@ ARRAY['trafficker_searching', 'trafficker_in_family', 'trafficker_nearby', 'threats_to_family', 'community_reprisal', 'armed_group', 're_trafficking', 'self_harm', 'violence_at_home', 'unsafe_phone', 'urgent_health', 'unaccompanied_child']",
    ),
    (
        "case",
        "ck_case_closure_reason_code",
        "closure_reason IN ('support_completed', 'reintegrated', 'returned_abroad', 'transferred_outside', 'person_declined', 'lost_contact', 'not_a_victim', 'duplicate', 'registered_in_error', 'deceased', 'other')",
    ),
    (
        "consent",
        "ck_consent_status_code",
        "status IN ('proposed', 'active', 'withdrawn', 'expired', 'superseded', 'refused', 'entered_in_error')",
    ),
    (
        "consent",
        "ck_consent_given_by_code",
        "given_by IN ('self', 'guardian', 'legal_representative', 'authority_order')",
    ),
    (
        "consent",
        "ck_consent_method_code",
        "method IN ('written', 'oral_with_witness', 'thumbprint')",
    ),
    (
        "consent",
        "ck_consent_purposes_codes",
        "purposes <@ ARRAY['care', 'referral_sharing', 'justice', 'anonymous_statistics', 'research', 'follow_up_contact', 'transfer_abroad']",
    ),
    (
        "consent",
        "ck_consent_sections_codes",
        "sections <@ ARRAY['identity', 'exploitation', 'protection', 'health', 'justice']",
    ),
    (
        "consent",
        "ck_consent_legal_ground_code",
        "legal_ground IN ('vital_interest', 'child_best_interest', 'duty_to_report', 'court_order')",
    ),
    (
        "decision",
        "ck_decision_from_status_code",
        "from_status IN ('reported', 'screening', 'presumed', 'identified', 'not_identified', 'under_review', 'not_presumed', 'no_follow_up')",
    ),
    (
        "decision",
        "ck_decision_to_status_code",
        "to_status IN ('reported', 'screening', 'presumed', 'identified', 'not_identified', 'under_review', 'not_presumed', 'no_follow_up')",
    ),
    (
        "decision",
        "ck_decision_acts_codes",
        "acts <@ ARRAY['RECRUITMENT', 'TRANSPORTATION', 'TRANSFER', 'HARBOURING', 'RECEIPT']",
    ),
    (
        "decision",
        "ck_decision_means_codes",
        "means <@ ARRAY['THREAT_OR_FORCE', 'OTHER_COERCION', 'ABDUCTION', 'FRAUD', 'DECEPTION', 'ABUSE_OF_POWER', 'ABUSE_OF_VULNERABILITY', 'PAYMENT_OR_BENEFIT', 'NOT_REQUIRED_CHILD']",
    ),
    (
        "decision",
        "ck_decision_forms_codes",
        "forms <@ ARRAY['EXPLOITATION_SEXUELLE_PROSTITUTION', 'EXPLOITATION_SEXUELLE_AUTRE', 'TRAVAIL_FORCE_ORPAILLAGE', 'TRAVAIL_FORCE_AGRICULTURE', 'TRAVAIL_FORCE_AUTRE', 'SERVITUDE_DOMESTIQUE', 'TRAVAIL_ENFANTS_EXPLOITATION', 'MENDICITE_FORCEE', 'MENDICITE_FORCEE_TALIBE', 'ESCLAVAGE_ASCENDANCE', 'ESCLAVAGE_AUTRE', 'SERVAGE', 'SERVITUDE_DETTES', 'PLACEMENT', 'MARIAGE_FORCE', 'ENFANT_SOLDAT', 'CRIMINALITE_FORCEE', 'PRELEVEMENT_ORGANES', 'ADOPTION_VENTE_ENFANT', 'GPA_FORCEE', 'AUTRE', 'INCONNU']",
    ),
    (
        "decision",
        "ck_decision_indicators_codes",
        "indicators <@ ARRAY['ABUSE_OF_VULNERABILITY', 'DECEPTION', 'RESTRICTION_OF_MOVEMENT', 'ISOLATION', 'PHYSICAL_SEXUAL_VIOLENCE', 'INTIMIDATION_THREATS', 'RETENTION_OF_IDENTITY_DOCS', 'WITHHOLDING_OF_WAGES', 'DEBT_BONDAGE', 'ABUSIVE_CONDITIONS', 'EXCESSIVE_OVERTIME']",
    ),
    (
        "decision",
        "ck_decision_ground_code",
        "ground IN ('TRAITE_2012_023', 'ESCLAVAGE_CP_2024', 'AUTRE')",
    ),
    (
        "access_grant",
        "ck_access_grant_basis_code",
        "basis IN ('custody', 'referral', 'emergency', 'court_order')",
    ),
    (
        "access_grant",
        "ck_access_grant_reads_codes",
        "reads <@ ARRAY['identity', 'exploitation', 'protection', 'health', 'justice']",
    ),
    (
        "access_grant",
        "ck_access_grant_writes_codes",
        "writes <@ ARRAY['identity', 'exploitation', 'protection', 'health', 'justice']",
    ),
    (
        "handoff",
        "ck_handoff_kind_code",
        "kind IN ('investigation', 'protection')",
    ),
    (
        "handoff",
        "ck_handoff_status_code",
        "status IN ('offered', 'accepted', 'completed', 'declined', 'withdrawn', 'expired', 'failed')",
    ),
    (
        "handoff",
        "ck_handoff_priority_code",
        "priority IN ('emergency', 'urgent', 'routine')",
    ),
    (
        "handoff",
        "ck_handoff_sex_code",
        "sex IN ('female', 'male', 'unknown')",
    ),
    (
        "handoff",
        "ck_handoff_age_band_code",
        "age_band IN ('under_6', '6_11', '12_14', '15_17', '18_24', '25_59', '60_plus', 'unknown')",
    ),
    (
        "handoff",
        "ck_handoff_region_code",
        "region IN ('BAMAKO', 'KAYES', 'KOULIKORO', 'SIKASSO', 'SEGOU', 'MOPTI', 'TOMBOUCTOU', 'GAO', 'KIDAL', 'MENAKA', 'TAOUDENIT', 'BOUGOUNI', 'DIOILA', 'NIORO', 'KOUTIALA', 'KITA', 'NARA', 'BANDIAGARA', 'SAN', 'DOUENTZA')",
    ),
    (
        "handoff",
        "ck_handoff_needs_codes",
        "needs <@ ARRAY['safety', 'housing', 'food', 'clothing_hygiene', 'medical', 'reproductive_health', 'pregnancy_care', 'psychosocial', 'childcare', 'guardian', 'family_tracing', 'legal_advice', 'civil_documents', 'interpreter', 'schooling', 'training_or_work', 'money', 'return_home', 'other']",
    ),
    (
        "handoff",
        "ck_handoff_risk_flags_codes",
        "risk_flags <@ ARRAY['trafficker_searching', 'trafficker_in_family', 'trafficker_nearby', 'threats_to_family', 'community_reprisal', 'armed_group', 're_trafficking', 'self_harm', 'violence_at_home', 'unsafe_phone', 'urgent_health', 'unaccompanied_child']",
    ),
    (
        "handoff",
        "ck_handoff_shared_sections_codes",
        "shared_sections <@ ARRAY['identity', 'exploitation', 'protection', 'health', 'justice']",
    ),
    (
        "handoff",
        "ck_handoff_reason_code",
        "reason IN ('change_of_location', 'child_protection', 'conflict_of_interest', 'court_order', 'custodian_closed', 'custodian_unresponsive', 'dispute', 'end_of_mandate', 'judicial_proceedings', 'jurisdiction', 'other', 'person_request', 'protective_shelter', 'return_or_reintegration', 'safety', 'security', 'specialised_care')",
    ),
    (
        "handoff",
        "ck_handoff_end_reason_code",
        "end_reason IN ('better_option_found', 'conflict_of_interest', 'consent_missing', 'consent_withdrawn', 'death', 'health_emergency', 'insecurity', 'insufficient_information', 'no_capacity', 'not_admitted', 'not_eligible_age', 'not_eligible_sex', 'offered_in_error', 'other', 'out_of_area', 'out_of_mandate', 'person_declined', 'person_left', 'person_missing', 'safety', 'security_risk', 'situation_changed', 'transport_failed')",
    ),
    (
        "referral",
        "ck_referral_status_code",
        "status IN ('draft', 'requested', 'received', 'accepted', 'in_progress', 'on_hold', 'completed', 'rejected', 'cancelled', 'expired', 'failed', 'entered_in_error')",
    ),
    (
        "referral",
        "ck_referral_service_type_code",
        "service_type IN ('shelter', 'medical_care', 'mental_health_care', 'psychosocial_support', 'one_stop_centre', 'legal_aid', 'physical_protection', 'child_care_arrangement', 'family_tracing', 'food', 'non_food_items', 'cash_assistance', 'education', 'vocational_training', 'livelihood', 'civil_documents', 'interpretation', 'disability_support', 'voluntary_return', 'reintegration', 'other')",
    ),
    (
        "referral",
        "ck_referral_priority_code",
        "priority IN ('emergency', 'urgent', 'routine')",
    ),
    (
        "referral",
        "ck_referral_sex_code",
        "sex IN ('female', 'male', 'unknown')",
    ),
    (
        "referral",
        "ck_referral_age_band_code",
        "age_band IN ('under_6', '6_11', '12_14', '15_17', '18_24', '25_59', '60_plus', 'unknown')",
    ),
    (
        "referral",
        "ck_referral_region_code",
        "region IN ('BAMAKO', 'KAYES', 'KOULIKORO', 'SIKASSO', 'SEGOU', 'MOPTI', 'TOMBOUCTOU', 'GAO', 'KIDAL', 'MENAKA', 'TAOUDENIT', 'BOUGOUNI', 'DIOILA', 'NIORO', 'KOUTIALA', 'KITA', 'NARA', 'BANDIAGARA', 'SAN', 'DOUENTZA')",
    ),
    (
        "referral",
        "ck_referral_languages_codes",
        "languages <@ ARRAY['fra', 'bam', 'bmq', 'bze', 'boz', 'bzx', 'dts', 'ffm', 'mey', 'myk', 'mwk', 'mlq', 'snk', 'ses', 'khq', 'shz', 'taq', 'kao', 'ara', 'eng', 'dyu', 'bin', 'ewe', 'fon', 'hau', 'ibo', 'mos', 'sus', 'yor']",
    ),
    (
        "referral",
        "ck_referral_needs_codes",
        "needs <@ ARRAY['safety', 'housing', 'food', 'clothing_hygiene', 'medical', 'reproductive_health', 'pregnancy_care', 'psychosocial', 'childcare', 'guardian', 'family_tracing', 'legal_advice', 'civil_documents', 'interpreter', 'schooling', 'training_or_work', 'money', 'return_home', 'other']",
    ),
    (
        "referral",
        "ck_referral_risk_flags_codes",
        "risk_flags <@ ARRAY['trafficker_searching', 'trafficker_in_family', 'trafficker_nearby', 'threats_to_family', 'community_reprisal', 'armed_group', 're_trafficking', 'self_harm', 'violence_at_home', 'unsafe_phone', 'urgent_health', 'unaccompanied_child']",
    ),
    (
        "referral",
        "ck_referral_accessibility_needs_codes",
        "accessibility_needs <@ ARRAY['step_free', 'walking_aid', 'visual', 'hearing', 'sign_language', 'speech', 'plain_explanation', 'personal_assistance', 'read_aloud']",
    ),
    (
        "referral",
        "ck_referral_shared_sections_codes",
        "shared_sections <@ ARRAY['identity', 'exploitation', 'protection', 'health', 'justice']",
    ),
    (
        "referral",
        "ck_referral_bed_code",
        "bed IN ('none', 'asked', 'held', 'occupied', 'released')",
    ),
    (
        "referral",
        "ck_referral_attendance_code",
        "attendance IN ('scheduled', 'no_show', 'noted')",
    ),
    (
        "referral",
        "ck_referral_reason_code",
        "reason IN ('access_or_security', 'accessibility_not_supported', 'awaiting_decision', 'awaiting_documents', 'awaiting_interpreter', 'awaiting_place', 'better_option_found', 'consent_missing', 'consent_withdrawn', 'death', 'duplicate', 'illness', 'insufficient_information', 'language_not_supported', 'need_resolved', 'no_capacity', 'not_eligible_age', 'not_eligible_sex', 'not_eligible_situation', 'not_started', 'other', 'out_of_area', 'person_declined', 'person_request', 'person_unreachable', 'safety', 'security_risk', 'sent_in_error', 'service_not_offered', 'waitlist_only', 'withdrew_acceptance')",
    ),
    (
        "referral",
        "ck_referral_outcome_code",
        "outcome IN ('service_provided', 'partially_provided', 'referred_onward', 'person_declined', 'person_left', 'no_show', 'not_eligible_after_assessment')",
    ),
    (
        "custody",
        "ck_custody_kind_code",
        "kind IN ('investigation', 'protection')",
    ),
]


def upgrade() -> None:
    for table, name, condition in CODES:
        op.create_check_constraint(op.f(name), table, sa.text(condition))


def downgrade() -> None:
    for table, name, _ in reversed(CODES):
        op.drop_constraint(op.f(name), table, type_="check")
