"""What a run of walks has done: a walk that does nothing proves nothing."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Acts allowed and refused, by name and by status, and what was compared."""

    walks: int = 0
    steps: int = 0
    allowed: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)

    def count(self, act: str, role: str, status: int) -> None:
        self.steps += 1
        self.roles[role] += 1
        self.statuses[status] += 1
        (self.allowed if status < 300 else self.refused)[act] += 1

    def tell(self, seed: int) -> str:
        """Describe the run, for people."""
        acts = sorted({*self.allowed, *self.refused})
        lines = [
            f"RULES_SEED={seed}: {self.walks} walks, {self.steps} acts",
            f"{sum(self.allowed.values())} allowed, {sum(self.refused.values())} refused",
            "answers: " + ", ".join(f"{code} × {n}" for code, n in sorted(self.statuses.items())),
            "compared: " + ", ".join(f"{n} {what}" for what, n in sorted(self.checks.items())),
            "by role: " + ", ".join(f"{role} {n}" for role, n in sorted(self.roles.items())),
            *(f"  {act:32} allowed {self.allowed[act]:5}  refused {self.refused[act]:5}"
              for act in acts),
        ]  # fmt: skip
        return "\n".join(lines)
