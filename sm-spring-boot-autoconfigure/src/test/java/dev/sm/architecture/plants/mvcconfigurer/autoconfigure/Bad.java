package dev.sm.architecture.plants.mvcconfigurer.autoconfigure;

import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

class Bad implements WebMvcConfigurer {

}
