package dev.sm.architecture.plants.adapterusessibling.storage.memory;

public class Adapter {

}
