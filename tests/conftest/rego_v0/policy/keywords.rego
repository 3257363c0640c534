package main

import future.keywords.contains
import future.keywords.every
import future.keywords.if
import future.keywords.in

warn contains "no replicas" if {
	input.kind == "Deployment"
	every key, _ in input.spec {
		key != "replicas"
	}
}
