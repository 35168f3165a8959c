"""All headings: every list and every act that begins something, two clicks from anywhere."""

# A heading: French, English, and each list with the acts that begin on it.
Heading = tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]]

HEADINGS: tuple[Heading, ...] = (
    (
        "Dossiers",
        "Files",
        (
            ("list_cases", ("register_case",)),
            ("list_imports", ("read_import_template",)),
            ("list_code_pads", ("draw_code_pad",)),
            ("list_contacts", ("record_contact",)),
            ("list_duplicate_candidates", ()),
            ("list_person_links", ("propose_person_link",)),
        ),
    ),
    (
        "Demandes",
        "Requests",
        (
            ("list_referrals", ("create_referral",)),
            ("summarise_referrals", ()),
            ("list_referral_groups", ("send_referral_group",)),
            ("list_calls", ()),
        ),
    ),
    (
        "Passations",
        "Handoffs",
        (
            ("list_handoffs", ("offer_handoff", "assign_handoff")),
            ("list_handoff_requests", ("create_handoff_request",)),
            ("list_accusations", ("record_accusation",)),
        ),
    ),
    (
        "Consentements",
        "Consents",
        (("list_consents", ("record_consent",)),),
    ),
    (
        "Accueil et places",
        "Stays and places",
        (
            ("search_placement", ()),
            ("list_stays", ("record_stay",)),
            ("list_check_ins", ()),
            ("list_incidents", ()),
            ("list_unmet_needs", ()),
        ),
    ),
    (
        "Annuaire",
        "Directory",
        (
            ("list_organisations", ("create_organisation",)),
            ("list_services", ("register_service",)),
            ("list_locations", ("register_location",)),
            ("list_road_states", ("register_road_state",)),
        ),
    ),
    (
        "Signalements et événements",
        "Tips and incidents",
        (
            ("list_tips", ("report_tip",)),
            ("list_trafficking_incidents", ("record_trafficking_incident",)),
        ),
    ),
    (
        "Avis et alertes",
        "Notices and alerts",
        (
            ("list_notices", ()),
            ("list_alerts", ()),
        ),
    ),
    (
        "Saisines et contributions",
        "Requests for contributions",
        (
            ("list_contribution_requests", ("create_contribution_request",)),
            ("list_contributions", ("create_contribution", "read_contribution_template")),
        ),
    ),
    (
        "Chiffres et rapport",
        "Figures and report",
        (
            ("view_coordination_board", ()),
            ("list_figures", ()),
            ("list_cuts", ("take_cut",)),
            ("list_aggregates", ("register_aggregate",)),
            ("list_series_breaks", ("register_series_break",)),
            ("make_contribution_report", ()),
            ("list_report_texts", ("register_report_text",)),
        ),
    ),
    (
        "Programme",
        "Programme",
        (
            ("list_prevention_activities", ("register_prevention_activity",)),
            ("list_programme_documents", ("register_programme_document",)),
            ("list_legal_texts", ("register_legal_text",)),
            ("list_partners", ("register_partner",)),
            ("list_partner_agreements", ("register_partner_agreement",)),
            ("list_partner_contributions", ("register_partner_contribution",)),
            ("list_staff_counts", ("register_staff_count",)),
            ("list_plan_objectives", ("register_plan_objective",)),
            ("list_plan_indicators", ("register_plan_indicator",)),
            ("list_plan_values", ("register_plan_value",)),
        ),
    ),
    (
        "Personnes et systèmes",
        "People and systems",
        (
            ("list_agents", ("create_agent",)),
            ("list_clients", ("create_client",)),
            ("list_pending_changes", ()),
            ("list_webhook_subscriptions", ("create_webhook_subscription",)),
            ("search_audit_events", ()),
        ),
    ),
)

# On the page of one case.
OF_CASE: tuple[Heading, ...] = (
    (
        "La personne",
        "The person",
        (
            ("read_identity", ("record_identity",)),
            ("read_profile", ("record_profile",)),
            ("read_background", ("record_background",)),
            ("list_own_views", ("record_own_view",)),
            ("list_case_relations", ("record_case_relation",)),
        ),
    ),
    (
        "Identification",
        "Identification",
        (
            ("list_screenings", ("record_screening",)),
            ("list_exploitations", ("record_exploitation",)),
            ("list_decisions", ("record_decision",)),
            ("list_reconsiderations", ("request_reconsideration",)),
        ),
    ),
    (
        "Besoins et accompagnement",
        "Needs and support",
        (
            ("list_assessments", ("record_assessment",)),
            ("list_support_plans", ("draft_support_plan",)),
            ("list_services_given", ("record_service_given",)),
            ("list_means", ("ask_means",)),
            ("list_follow_ups", ("plan_follow_up",)),
        ),
    ),
    (
        "Enfant et famille",
        "Child and family",
        (
            ("read_child_protection", ("name_child_protection",)),
            ("list_guardians", ("record_guardian",)),
            ("list_age_assessments", ("record_age_assessment",)),
            ("list_best_interests_assessments", ("record_best_interests_assessment",)),
            ("list_best_interests_determinations", ("determine_best_interests",)),
            ("list_tracings", ("open_tracing",)),
        ),
    ),
    (
        "Protection et responsabilité",
        "Protection and custody",
        (
            ("list_measures", ("propose_measure",)),
            ("read_custody", ()),
            ("list_identity_orders", ("record_identity_order",)),
        ),
    ),
)

# Lists that are shown for one case, with the act that begins there.
BY_CASE: dict[str, tuple[str, ...]] = {
    "list_consents": ("record_consent",),
    "list_referrals": ("create_referral",),
    "list_handoffs": ("offer_handoff",),
    "list_handoff_requests": ("create_handoff_request",),
    "list_stays": ("record_stay",),
    "list_calls": (),
    "list_check_ins": (),
    "list_incidents": (),
    "list_accusations": ("record_accusation",),
    "list_trafficking_incidents": ("record_trafficking_incident",),
    "list_duplicate_candidates": (),
    "list_person_links": ("propose_person_link",),
    "list_alerts": (),
    "search_audit_events": (),
}
