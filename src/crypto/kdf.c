#include "crypto/kdf.h"
