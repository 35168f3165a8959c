"""Groups (familles et groupes): several persons referred in one act, and handed over in one."""
