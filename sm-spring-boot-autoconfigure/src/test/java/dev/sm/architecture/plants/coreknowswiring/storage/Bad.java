package dev.sm.architecture.plants.coreknowswiring.storage;

import dev.sm.architecture.plants.coreknowswiring.autoconfigure.Wiring;

class Bad {

	Wiring wiring = new Wiring();

}
