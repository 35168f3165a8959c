"""What contradicts itself in the numbers of sources: shown, and not repaired.

Each rule looks at the numbers and words of the aggregates, and knows no year and no source. What no
rule can see, the coordination enters as a block ``remark`` of the report's texts.
"""
