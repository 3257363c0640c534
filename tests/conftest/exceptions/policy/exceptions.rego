package main

exception contains rules if {
	input.name in {"legacy", "cron"}
	rules := ["run_as_root"]
}

exception contains rules if {
	input.batch
	rules := {"memory", "unheard_of"}
}
