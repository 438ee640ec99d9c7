package dev.sm.architecture.plants.continuumusesshard.continuum;

import dev.sm.architecture.plants.continuumusesshard.shard.Thing;

class Bad {

	Thing thing = new Thing();

}
