#ifndef FOOTBRIDGE_CLIBXML2_H
#define FOOTBRIDGE_CLIBXML2_H
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#endif
