"""Age assessments: on serious doubt only, and in doubt the person is a child."""
