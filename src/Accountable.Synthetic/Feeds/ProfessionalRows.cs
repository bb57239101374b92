using Accountable.Synthetic.Care;
using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.Processing;

namespace Accountable.Synthetic.Feeds;

/// <summary>Writes a version of a claim of clinicians or suppliers: CCLF5 or CCLF6 lines, CCLFB enhancements.</summary>
internal static class ProfessionalRows
{
    private static readonly Record Five = Records.Of('5');
    private static readonly Record Six = Records.Of('6');
    private static readonly Record B = Records.Of('B');

    private static readonly Field[] Line =
    [
        Five["CUR_CLM_UNIQ_ID"], Five["CLM_LINE_NUM"], Five["BENE_MBI_ID"], Five["CLM_TYPE_CD"], Five["CLM_FROM_DT"], Five["CLM_THRU_DT"],
        Five["RNDRG_PRVDR_TYPE_CD"], Five["RNDRG_PRVDR_FIPS_ST_CD"], Five["CLM_PRVDR_SPCLTY_CD"], Five["CLM_FED_TYPE_SRVC_CD"],
            Five["CLM_POS_CD"],
        Five["CLM_LINE_FROM_DT"], Five["CLM_LINE_THRU_DT"], Five["CLM_LINE_HCPCS_CD"], Five["CLM_LINE_CVRD_PD_AMT"],
            Five["CLM_LINE_DGNS_CD"],
        Five["CLM_RNDRG_PRVDR_TAX_NUM"], Five["RNDRG_PRVDR_NPI_NUM"], Five["CLM_CARR_PMT_DNL_CD"], Five["CLM_PRCSG_IND_CD"],
        Five["CLM_ADJSMT_TYPE_CD"], Five["CLM_EFCTV_DT"], Five["CLM_IDR_LD_DT"], Five["CLM_CNTL_NUM"], Five["CLM_LINE_ALOWD_CHRG_AMT"],
        Five["CLM_LINE_SRVC_UNIT_QTY"], Five["HCPCS_1_MDFR_CD"], Five["CLM_DISP_CD"], Five["DGNS_PRCDR_ICD_IND"],
            Five["CLM_RNDRG_PRVDR_NPI_NUM"],
        Five["CLM_CNTRCTR_NUM"],
    ];

    private static readonly Field[] Diagnoses = [.. Enumerable.Range(1, 12).Select(number => Five[$"CLM_DGNS_{number}_CD"])];

    private static readonly Field[] Equipment =
    [
        Six["CUR_CLM_UNIQ_ID"], Six["CLM_LINE_NUM"], Six["BENE_MBI_ID"], Six["CLM_TYPE_CD"], Six["CLM_FROM_DT"], Six["CLM_THRU_DT"],
        Six["CLM_FED_TYPE_SRVC_CD"], Six["CLM_POS_CD"], Six["CLM_LINE_FROM_DT"], Six["CLM_LINE_THRU_DT"], Six["CLM_LINE_HCPCS_CD"],
        Six["CLM_LINE_CVRD_PD_AMT"], Six["PAYTO_PRVDR_NPI_NUM"], Six["ORDRG_PRVDR_NPI_NUM"], Six["CLM_CARR_PMT_DNL_CD"],
            Six["CLM_PRCSG_IND_CD"],
        Six["CLM_ADJSMT_TYPE_CD"], Six["CLM_EFCTV_DT"], Six["CLM_IDR_LD_DT"], Six["CLM_CNTL_NUM"], Six["CLM_LINE_ALOWD_CHRG_AMT"],
        Six["CLM_DISP_CD"], Six["CLM_BLG_PRVDR_NPI_NUM"], Six["CLM_RFRG_PRVDR_NPI_NUM"],
    ];

    private static readonly Field[] Enhanced =
    [
        B["CUR_CLM_UNIQ_ID"], B["CLM_LINE_NUM"], B["BENE_MBI_ID"], B["CLM_TYPE_CD"], B["CLM_LINE_NGACO_TLHLTH_SW"], B["CLM_PBP_INCLSN_AMT"],
        B["CLM_PBP_RDCTN_AMT"], B["CLM_MDCR_DDCTBL_AMT"], B["CLM_SQSTRTN_RDCTN_AMT"],
    ];

    public static void Write(Pieces pieces, int aco, Delivery delivery, ClaimVersion version, string mbi)
    {
        var type = InstitutionalRows.TypeText(version.Claim.Type);
        if (version.Claim.IsEquipment)
        {
            WriteEquipment(pieces.Claims(aco, delivery.Number, '6'), Six.Length(delivery.Wave), version, mbi, type);
            return;
        }
        WriteLines(pieces.Claims(aco, delivery.Number, '5'), Five.Length(delivery.Wave), version, mbi, type);
        if (version.Claim.IsEnhanced)
            WriteEnhancements(pieces.Claims(aco, delivery.Number, 'B'), B.Length(delivery.Wave), version, mbi, type);
    }

    private static string Disposition(ClaimVersion version) => version.IsCancellation ? "03" : version.Claim.Versions[0] == version
        ? "01" : "02";

    private static void WriteLines(Lines row, int width, ClaimVersion version, string mbi, string type)
    {
        var claim = version.Claim;
        var clinician = claim.Clinician!;
        for (var i = 0; i < version.Lines.Count; i++)
        {
            var line = version.Lines[i];
            row.Row(width);
            row.Whole(Line[0], version.Id);
            row.Whole(Line[1], i + 1);
            row.Put(Line[2], mbi);
            row.Put(Line[3], type);
            row.Day(Line[4], version.From);
            row.Day(Line[5], version.Thru);
            row.Put(Line[6], '0');
            row.Put(Line[7], "01");
            row.Put(Line[8], clinician.Specialty);
            row.Put(Line[9], '1');
            row.Put(Line[10], claim.PlaceOfService);
            row.Day(Line[11], line.From);
            row.Day(Line[12], line.Thru);
            row.Put(Line[13], line.Hcpcs);
            row.CentsText(Line[14], line.Paid);
            row.Put(Line[15], claim.Diagnoses[0]);
            row.Put(Line[16], claim.Practice!.Tin);
            row.Put(Line[17], clinician.Npi);
            row.Put(Line[18], claim.Denial ?? "1");
            row.Put(Line[19], line.Indicator);
            row.Put(Line[20], version.Adjustment);
            row.Day(Line[21], version.Effective);
            row.Day(Line[22], version.Load);
            row.Put(Line[23], version.Control);
            row.CentsText(Line[24], line.Allowed);
            row.Units(Line[25], line.Units);
            row.Put(Line[26], line.Modifier);
            row.Put(Line[27], Disposition(version));
            row.Put(Line[28], '0');
            row.Put(Line[29], clinician.Npi);
            row.Put(Line[30], "97002");
            for (var code = 0; code < Math.Min(claim.Diagnoses.Count, Diagnoses.Length); code++)
                row.Put(Diagnoses[code], claim.Diagnoses[code]);
        }
    }

    private static void WriteEquipment(Lines row, int width, ClaimVersion version, string mbi, string type)
    {
        var claim = version.Claim;
        for (var i = 0; i < version.Lines.Count; i++)
        {
            var line = version.Lines[i];
            row.Row(width);
            row.Whole(Equipment[0], version.Id);
            row.Whole(Equipment[1], i + 1);
            row.Put(Equipment[2], mbi);
            row.Put(Equipment[3], type);
            row.Day(Equipment[4], version.From);
            row.Day(Equipment[5], version.Thru);
            row.Put(Equipment[6], 'R');
            row.Put(Equipment[7], claim.PlaceOfService);
            row.Day(Equipment[8], line.From);
            row.Day(Equipment[9], line.Thru);
            row.Put(Equipment[10], line.Hcpcs);
            row.Cents(Equipment[11], line.Paid);
            row.Put(Equipment[12], claim.Clinician!.Npi);
            row.Put(Equipment[13], claim.Other?.Npi);
            row.Put(Equipment[14], claim.Denial ?? "1");
            row.Put(Equipment[15], line.Indicator);
            row.Put(Equipment[16], version.Adjustment);
            row.Day(Equipment[17], version.Effective);
            row.Day(Equipment[18], version.Load);
            row.Put(Equipment[19], version.Control);
            row.Cents(Equipment[20], line.Allowed);
            row.Put(Equipment[21], Disposition(version));
            row.Put(Equipment[22], claim.Clinician.Npi);
            row.Put(Equipment[23], claim.Other?.Npi);
        }
    }

    private static void WriteEnhancements(Lines row, int width, ClaimVersion version, string mbi, string type)
    {
        for (var i = 0; i < version.Lines.Count; i++)
        {
            var line = version.Lines[i];
            row.Row(width);
            row.Whole(Enhanced[0], version.Id);
            row.Whole(Enhanced[1], i + 1);
            row.Put(Enhanced[2], mbi);
            row.Put(Enhanced[3], type);
            row.Put(Enhanced[4], 'Y');
            row.Cents(Enhanced[5], line.Paid);
            row.Cents(Enhanced[6], 0);
            row.Cents(Enhanced[7], line.Deductible);
            row.Cents(Enhanced[8], Sequestration.Behind(line.Paid, line.Thru));
        }
    }
}
