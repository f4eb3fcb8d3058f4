#include "report/form.h"

#include <string.h>

#include "base/attrs.h"

#define FORM(name) extern const struct form name;
#include "report/forms.def"

static const struct form *const forms[] = {
#define FORM(name) &name,
#include "report/forms.def"
};

const struct form *form_at(size_t i)
{
	return i < countof(forms) ? forms[i] : NULL;
}

const struct form *form_named(const char *name)
{
	for (size_t i = 0; i < countof(forms); i++)
		if (strcmp(forms[i]->name, name) == 0)
			return forms[i];
	return NULL;
}
