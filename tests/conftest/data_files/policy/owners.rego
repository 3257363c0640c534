package main

import data.teams

deny contains msg if {
	not teams.known[input.owner]
	msg := sprintf("%s is no team", [input.owner])
}

deny contains msg if {
	some port in input.ports
	not port in data.network.ports.allowed
	msg := sprintf("port %d is not allowed", [port])
}

warn contains msg if {
	input.region != data.region
	msg := sprintf("%s is not %s", [input.region, data.region])
}
