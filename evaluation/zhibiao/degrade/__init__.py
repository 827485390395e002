"""Clean pages to scans: graded severities, stamps and handwriting, with the true boxes carried along."""

from zhibiao.degrade.geometry import Geometry
from zhibiao.degrade.scan import Scan, degrade
from zhibiao.degrade.severity import SEVERITIES, Severity

__all__ = ["SEVERITIES", "Geometry", "Scan", "Severity", "degrade"]
