package dev.sm.architecture.plants.managerusesadapter.manager;

import dev.sm.architecture.plants.managerusesadapter.coordination.local.Adapter;

class Bad {

	Adapter adapter = new Adapter();

}
