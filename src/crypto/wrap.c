#include "crypto/wrap.h"
