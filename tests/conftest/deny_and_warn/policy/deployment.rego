package main

import data.kubernetes

deny contains msg if {
	kubernetes.is_deployment
	not input.spec.template.spec.securityContext.runAsNonRoot
	msg := sprintf("%s must not run as root", [kubernetes.name])
}

deny contains msg if {
	some container in kubernetes.containers
	endswith(container.image, ":latest")
	msg := sprintf("%s uses the latest image of %s", [kubernetes.name, container.name])
}

warn contains msg if {
	not input.metadata.labels.team
	msg := sprintf("%s %s has no team", [input.kind, kubernetes.name])
}
