"""importObligees."""

from resolvers.parties.registers import import_registers
from schema.context import Context
from schema.mutations.mutation_field import answer, mutation
from schema.reading.fields import column, described, described_input, given
from schema.scalars import Upload
from schema.types.registers.import_report import ImportReport, report


@described_input
class ImportObligeesInput:
    """A file of obligees."""

    file: Upload = given(
        "CSV in UTF-8 or Shift_JIS, up to 10,000 lines below a heading: 名称, 被保証者の表示, 都道府県,"
        " お知らせのメールの件名, in any"
        " order; the last two may be missing."
    )
    is_dry_run: bool = given("Only says what would come of it.", default=False)


@described
class ObligeesImported:
    """The obligees of the file are registered, or would be."""

    report: ImportReport = column("What came of it.")


@mutation(
    import_registers.obligees,
    "The operator registers the obligees of a file, all or none. A dry run reports every line's problems. The same"
    " file may be sent again: what exists as the file has it is not created again.",
)
async def import_obligees(context: Context, input: ImportObligeesInput) -> ObligeesImported:
    found = await import_registers.obligees(file=input.file.content, is_dry_run=input.is_dry_run, **context.caller)
    return answer(ObligeesImported, report=report(found))
