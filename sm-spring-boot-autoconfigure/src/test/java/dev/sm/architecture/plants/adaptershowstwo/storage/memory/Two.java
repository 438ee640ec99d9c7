package dev.sm.architecture.plants.adaptershowstwo.storage.memory;

public class Two {

}
