package dev.sm.architecture.plants.unguardedmethod.coordination.http;

import org.springframework.web.bind.annotation.GetMapping;

class Bad {

	@GetMapping("/bad")
	void get() {
	}

}
