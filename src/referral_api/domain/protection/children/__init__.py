"""What is done for a child: protection, guardian, age, best interests, own view, family."""
