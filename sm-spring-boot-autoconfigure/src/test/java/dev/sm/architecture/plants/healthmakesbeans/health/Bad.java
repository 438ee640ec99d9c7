package dev.sm.architecture.plants.healthmakesbeans.health;

import org.springframework.context.annotation.Bean;

class Bad {

	@Bean
	Object bean() {
		return new Object();
	}

}
