package dev.sm.architecture.plants.coreknowswiring.autoconfigure;

public class Wiring {

}
