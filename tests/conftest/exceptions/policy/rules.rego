package main

deny_run_as_root contains msg if {
	not input.nonRoot
	msg := sprintf("%s runs as root", [input.name])
}

violation_run_as_root contains {"msg": "root, said twice"} if not input.nonRoot

warn_memory contains "no memory limit" if not input.memory

deny_image contains "no image" if not input.image

deny contains "no name" if not input.name
