package dev.sm.architecture.plants.unguardedmethod.coordination.http;

abstract class GuardedController {

}
