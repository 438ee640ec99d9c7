package dev.sm.architecture.plants.autoconfigurationnotfinal.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;

@AutoConfiguration
public class BadAutoConfiguration {

}
