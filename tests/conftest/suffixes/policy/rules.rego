package main

deny_port contains msg if {
	input.port < 1024
	msg := sprintf("port %d is privileged", [input.port])
}

deny_port_22 contains "port 22 is for ssh" if input.port == 22

violation contains {"msg": "no owner"} if not input.owner

violation_name contains {"msg": msg} if {
	not regex.match(`^[a-z][a-z0-9-]*$`, input.name)
	msg := sprintf("%q is no name", [input.name])
}

warn_old contains "version 1 ends this year" if startswith(input.version, "1.")

# None of these is a rule that conftest hears.
denying contains "denying" if input.name

deny_ contains "an underscore too many" if input.name

Deny contains "an upper case letter" if input.name

warn_from := 1024

deny_hosts := [sprintf("%s is reserved", [input.host])] if input.host == "localhost"
