package dev.sm.architecture.plants.classconditiononbean.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class Bad {

	@Bean
	@ConditionalOnClass(String.class)
	Object bean() {
		return new Object();
	}

}
