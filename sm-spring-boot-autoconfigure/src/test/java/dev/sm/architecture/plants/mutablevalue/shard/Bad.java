package dev.sm.architecture.plants.mutablevalue.shard;

public class Bad {

	int count;

}
