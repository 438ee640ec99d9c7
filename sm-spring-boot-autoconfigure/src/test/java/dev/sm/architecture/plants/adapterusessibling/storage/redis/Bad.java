package dev.sm.architecture.plants.adapterusessibling.storage.redis;

import dev.sm.architecture.plants.adapterusessibling.storage.memory.Adapter;

class Bad {

	Adapter adapter = new Adapter();

}
