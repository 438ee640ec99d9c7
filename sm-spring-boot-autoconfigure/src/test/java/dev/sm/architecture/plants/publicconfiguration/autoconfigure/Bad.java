package dev.sm.architecture.plants.publicconfiguration.autoconfigure;

import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
public class Bad {

}
