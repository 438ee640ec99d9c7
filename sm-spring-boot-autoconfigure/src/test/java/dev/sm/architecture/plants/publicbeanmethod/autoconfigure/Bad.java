package dev.sm.architecture.plants.publicbeanmethod.autoconfigure;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class Bad {

	@Bean
	public Object bean() {
		return new Object();
	}

}
