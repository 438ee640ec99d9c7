package dev.sm.architecture.plants.continuumusesshard.shard;

public class Thing {

}
