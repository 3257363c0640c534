package services

ports = [port | port := input.spec.ports[_].port]
