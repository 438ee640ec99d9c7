package dev.sm.architecture.plants.autoconfigurationnotlisted.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;

@AutoConfiguration
public final class BadAutoConfiguration {

}
