package kubernetes

name := input.metadata.name

is_deployment if input.kind == "Deployment"

containers contains container if {
	is_deployment
	some container in input.spec.template.spec.containers
}
