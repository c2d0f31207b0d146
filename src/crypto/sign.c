#include "crypto/sign.h"
