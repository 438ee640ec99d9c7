package dev.sm.architecture.plants.unguardedmethod.coordination.http;

import org.springframework.web.bind.annotation.GetMapping;

class Good extends GuardedController {

	@GetMapping("/good")
	void get() {
	}

}
