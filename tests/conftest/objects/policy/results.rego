package main

deny contains result if {
	some index, rule in input.rules
	rule.source == "*"
	result := {
		"msg": sprintf("rule %s is open to the world", [rule.name]),
		"severity": "HIGH",
		"level": "error",
		"key": 7,
		"path": sprintf("rules[%d]", [index]),
		"details": {"rule": rule, "ids": ["AVD-1", "AVD-2"]},
	}
}

warn contains {"msg": msg, "_loc": {"file": "elsewhere.yaml", "line": 3}} if {
	count(input.rules) > 1
	msg := sprintf("%d rules", [count(input.rules)])
}

deny contains "" if input.rules

deny contains {"msg": "", "why": "a result without words is none"} if input.rules
