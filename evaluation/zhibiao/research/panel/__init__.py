"""The same unit, project and indicator across years, forms and spellings; estimates on such panels."""
