package dev.sm.architecture.plants.unguardedcontroller.coordination.http;

import org.springframework.web.bind.annotation.RestController;

@RestController
class Bad {

}
