package main

import data.services

deny[msg] {
	input.kind = "Deployment"
	not input.spec.selector.matchLabels.app
	msg = sprintf("%s must select by app", [input.metadata.name])
}

warn[msg] {
	some if
	services.ports[if] == 22
	msg := sprintf("port %d of %v is open", [if, input.metadata.name])
}

violation_labels[{"msg": msg, "details": {"missing": missing}}] {
	required := {"app", "release"}
	missing := required - {label | input.metadata.labels[label]}
	count(missing) > 0
	msg := sprintf("labels are missing: %v", [concat(", ", sort(missing))])
}

exception[rules] {
	input.metadata.name == "old"
	rules := ["labels"]
}

any_of(list) = true {
	list[_] == true
} else = false {
	true
}

deny_any[msg] {
	any_of([input.hostNetwork, input.hostPID])
	msg := "shares the host"
}
